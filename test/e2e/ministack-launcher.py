"""
Runs MiniStack 1.4.21 with five things made as AWS does them: what the CDK and the stacks lean on, and it lacks.
Each names what AWS does; a later MiniStack that does so too needs it no more.
"""

import sys
from datetime import datetime, timezone

from ministack.app import main
from ministack.services import cloudwatch_logs, eventbridge, lambda_svc, scheduler
from ministack.services.cloudformation import _change_sets, _stacks, changesets, handlers, provisioners

# 1. DeleteStack takes the id of a stack as well as its name. The CDK sends the id.
delete_stack_by_name = handlers._ACTION_HANDLERS["DeleteStack"]


def delete_stack(params):
    asked = handlers._p(params, "StackName")
    for name, stack in _stacks.items():
        if stack.get("StackId") == asked:
            is_list = isinstance(params.get("StackName"), list)
            return delete_stack_by_name({**params, "StackName": [name] if is_list else name})
    return delete_stack_by_name(params)


handlers._ACTION_HANDLERS["DeleteStack"] = delete_stack


# 2. DeleteChangeSet of one that is not there succeeds. The CDK begins every update with it.
def delete_change_set(params):
    name, stack = handlers._p(params, "ChangeSetName"), handlers._p(params, "StackName")
    change_set_id, _ = changesets._find_change_set(name, stack)
    if change_set_id:
        _change_sets.pop(change_set_id, None)
    return handlers._xml(200, "DeleteChangeSetResponse", "")


handlers._ACTION_HANDLERS["DeleteChangeSet"] = delete_change_set

# 3. EventBridge Scheduler fills the scheduled time into a target's input.
invoke_target_as_it_stands = eventbridge._invoke_target


def invoke_target(target, event, rule, view=None):
    if event.get("Source") == "aws.scheduler" and target.get("Input"):
        at = datetime.fromtimestamp(event["Time"], tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        target = {**target, "Input": target["Input"].replace("<aws.scheduler.scheduled-time>", at)}
    return invoke_target_as_it_stands(target, event, rule, view)


eventbridge._invoke_target = invoke_target

# 4. An update of a schedule by CloudFormation changes it. (Here it is created once more, the conflict is dropped, and
# the old one stays.)
create_new_schedule = provisioners._scheduler_schedule_create


def create_schedule(logical_id, props, stack_name):
    scheduler._schedules.pop(f"{props.get('GroupName', 'default')}/{props.get('Name')}", None)
    return create_new_schedule(logical_id, props, stack_name)


for table in vars(provisioners).values():
    if isinstance(table, dict) and "AWS::Scheduler::Schedule" in table:
        table["AWS::Scheduler::Schedule"]["create"] = create_schedule

# 5. A function whose role may not create log groups creates none. (Here it does, also while its stack is deleted.)
write_log = lambda_svc._emit_lambda_logs


def write_log_where_there_is_one(func, *rest):
    config = func.get("config") or func
    group = (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{config.get('FunctionName')}"
    if group in cloudwatch_logs._log_groups:
        write_log(func, *rest)


lambda_svc._emit_lambda_logs = write_log_where_there_is_one

sys.exit(main())
