"""
Runs MiniStack 1.4.21 with eight things made as AWS does them: what the CDK and the stacks lean on, and it lacks.
Each names what AWS does; a later MiniStack that does so too needs it no more.
"""

import base64
import json
import re
import sys
from contextvars import ContextVar
from datetime import datetime, timezone

from ministack.app import main
from ministack.core.responses import get_account_id
from ministack.services import cloudwatch_logs, eventbridge, lambda_svc, scheduler, ses_v2, sts
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

# 6. SES hands a raw mail on as it was written, but for the Message-ID, which is its own, and the date, which is as
# good as the same. (Here another mail is made, of the parts that were found in it.)
answer_ses, build_mail = ses_v2.handle_request, ses_v2._build_mime_message
raw_mail = ContextVar("raw_mail", default=None)


async def answer_ses_minding_raw_mail(method, path, headers, body, query_params):
    is_mail = method == "POST" and path == "/v2/email/outbound-emails"
    content = json.loads(body).get("Content", {}) if is_mail else {}
    raw_mail.set(base64.b64decode(content["Raw"]["Data"]) if "Raw" in content else None)
    return await answer_ses(method, path, headers, body, query_params)


def mail_as_written(*parts):
    raw, message_id = raw_mail.get(), parts[-1]
    if raw is None:
        return build_mail(*parts)
    head, _, text = raw.partition(b"\r\n\r\n")
    head = re.sub(rb"(?im)^message-id:.*(?:\r\n[ \t].*)*\r\n", b"", head + b"\r\n")
    return head + f"Message-ID: <{message_id}@email.amazonses.com>\r\n\r\n".encode() + text


ses_v2.handle_request, ses_v2._build_mime_message = answer_ses_minding_raw_mail, mail_as_written

# 7. An alarm may look at an expression of metrics. (Here it is refused: each such alarm gets its first metric in place of
# the expression, so that what is deployed can be, and which metric an alarm looks at can be asked. Nothing evaluates
# the expression; the template's tests do.)
create_plain_alarm = provisioners._RESOURCE_HANDLERS["AWS::CloudWatch::Alarm"]["create"]


def create_alarm(logical_id, props, stack_name):
    stat = next((each["MetricStat"] for each in props.get("Metrics") or [] if "MetricStat" in each), None)
    if stat is not None:
        props = {key: value for key, value in props.items() if key != "Metrics"}
        props.update(stat["Metric"], Period=stat["Period"], Statistic=stat["Stat"])
    return create_plain_alarm(logical_id, props, stack_name)


provisioners._RESOURCE_HANDLERS["AWS::CloudWatch::Alarm"]["create"] = create_alarm

# 8. The credentials of a role are of the account whose role it is. (Here an account is named by the access key alone, and
# every session's is of the default account.)
sts._gen_session_access_key = get_account_id

sys.exit(main())
