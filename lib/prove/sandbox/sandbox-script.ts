/**
 * Makes the root that a sandboxed command sees, as the first process of its own namespaces, and becomes the command.
 * Arguments: the scratch folder, uid, gid, `net` or `-`, the number of readable paths, those paths, the command.
 *
 * 1. The root is an empty file system in memory, read-only in the end. In it: the system's programs and libraries and
 *    the few files of /etc that they need, read-only; /scratch, which is the proof's data and can be written to; and
 *    devices that hold nothing. No home, no /var, no /run with the sockets of other servers, no mounted backups.
 * 2. The old root is taken away, so that no path leads out.
 */
export const SANDBOX_SCRIPT = `
set -e
folder=$1 uid=$2 gid=$3 net=$4 readable=$5
shift 5
root=$folder/root
mount --make-rprivate /
mount -t tmpfs -o mode=755,size=4m sentinel "$root"
cd "$root"
mkdir -p proc dev etc scratch tmp old
see() {
  [ -e "$1" ] || return 0
  if [ -d "$1" ]; then mkdir -p ".$1"; else mkdir -p ".\${1%/*}"; : > ".$1"; fi
  mount --rbind "$1" ".$1"
  mount -o remount,bind,ro ".$1"
}
for name in usr bin sbin lib lib32 lib64 libx32 opt nix; do
  if [ -L "/$name" ]; then ln -s "$(readlink "/$name")" "$name"; else see "/$name"; fi
done
for name in ld.so.cache ld.so.conf ld.so.conf.d alternatives localtime nsswitch.conf; do see "/etc/$name"; done
if [ "$net" = net ]; then for name in resolv.conf hosts ssl pki ca-certificates; do see "/etc/$name"; done; fi
echo "prove:x:$uid:$gid::/tmp:/bin/sh" > etc/passwd
echo "prove:x:$gid:" > etc/group
for name in null zero full random urandom; do : > "dev/$name"; mount --bind "/dev/$name" "dev/$name"; done
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
mkdir dev/shm
mount -t proc proc proc
mount --bind "$folder/data" scratch
mount --bind "$folder/data/tmp" tmp
mount --bind "$folder/data/tmp" dev/shm
while [ "$readable" -gt 0 ]; do
  see "$1"
  shift
  readable=$((readable - 1))
done
mount -o remount,bind,ro "$root"
pivot_root . old
umount -l old
cd /scratch
exec "$@"
`;
