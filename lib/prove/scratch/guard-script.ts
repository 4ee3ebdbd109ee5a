/**
 * A small shell that waits until prove has ended, in whatever way: its standard input ends with it. Then it kills what
 * prove started and removes the scratch folder. Arguments: the folder, and the content of its mark. Its input: a line
 * `pid start` for each process group (`start` as in proc(5), or `-`).
 *
 * 1. Only a folder of this user that holds the mark is removed, and it is no link; `rm` follows none inside.
 * 2. A process group is killed only while its number still means the same: its leader's start is the one that was noted,
 *    or the leader is gone, since a number in use by a group is given to no other process.
 * 3. What left its group is known by the mark in its environment.
 */
export const GUARD_SCRIPT = `
trap '' HUP INT TERM PIPE
folder=$1 mark=$2 groups=
while read -r pid start; do groups="$groups $pid:$start"; done

started() {
  stat=
  { read -r stat < "/proc/$1/stat"; } 2>/dev/null || return 1
  set -- \${stat##*) }
  shift 19
  echo "$1"
}
killAll() {
  for group in $groups; do
    pid=\${group%%:*} start=\${group#*:}
    now=$(started "$pid") && [ "$start" != - ] && [ "$now" != "$start" ] && continue
    kill -KILL -- "-$pid" 2>/dev/null
  done
  for pid in $(grep -lszFx "SENTINEL_PROOF=$folder" /proc/[0-9]*/environ 2>/dev/null); do
    pid=\${pid#/proc/}
    kill -KILL "\${pid%/environ}" 2>/dev/null
  done
}
isOurs() {
  [ -d "$folder" ] && [ ! -L "$folder" ] && [ -O "$folder" ] && [ "$(cat "$folder/mark" 2>/dev/null)" = "$mark" ]
}

killAll
left=50
while isOurs && [ "$left" -gt 0 ]; do
  chmod -R u+rwX -- "$folder/data" 2>/dev/null
  # The mark goes last: while it is there, the next proof can remove what is left.
  said=$(rm -rf -- "$folder/data" "$folder/root" 2>&1) && said=$(rm -rf -- "$folder" 2>&1)
  [ -e "$folder" ] || exit 0
  killAll
  left=$((left - 1))
  sleep 0.1
done
[ -e "$folder" ] || exit 0
echo "$said" | tail -n 1
exit 1
`;
