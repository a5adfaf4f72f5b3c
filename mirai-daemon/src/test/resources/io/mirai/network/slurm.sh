#!/bin/sh
# slurm.sh DIRECTORY PORT PORT: a Slurm of one node on the loopback interface, with all its files in the directory but for its
# configuration, which is $SLURM_CONF. Says "ready", and ends with all that it has started, jobs too, when standard input does.
dir=$1
PATH=$PATH:/usr/sbin:/sbin
me=$(id -un)
node=$(hostname -s)

stop() {
    trap '' TERM INT HUP
    timeout 10 scancel --quiet --user="$me" 2> /dev/null
    i=0
    while [ -n "$(timeout 5 squeue --noheader 2> /dev/null)" ] && [ $i -lt 40 ]; do
        i=$((i + 1))
        sleep 0.1
    done
    kill $slurmd $slurmctld 2> /dev/null
    i=0
    while { kill -0 $slurmd || kill -0 $slurmctld; } 2> /dev/null && [ $i -lt 40 ]; do
        i=$((i + 1))
        sleep 0.1
    done
    kill -9 $slurmd $slurmctld 2> /dev/null
    kill $munged 2> /dev/null
    wait
    rm -rf "$dir" "$SLURM_CONF"
}
trap 'stop; exit 1' TERM INT HUP

umask 077
mkdir -p "$dir/state" "$dir/spool" "$dir/munge"
chmod 711 "$dir" "$dir/munge"
head -c 128 /dev/urandom > "$dir/munge/key"
munged --foreground --key-file="$dir/munge/key" --socket="$dir/munge/socket" --pid-file="$dir/munge/pid" \
    --log-file="$dir/munge/log" --seed-file="$dir/munge/seed" > "$dir/munged.out" 2>&1 &
munged=$!

cat > "$SLURM_CONF" << END
ClusterName=mirai
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$2
SlurmdPort=$3
SlurmUser=$me
SlurmdUser=$me
AuthType=auth/munge
AuthInfo=socket=$dir/munge/socket
CredType=cred/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
KillWait=5
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SlurmdParameters=config_overrides
NodeName=$node NodeAddr=127.0.0.1 CPUs=4 RealMemory=4000
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
slurmctld -D -i > "$dir/slurmctld.out" 2>&1 &
slurmctld=$!
slurmd -D > "$dir/slurmd.out" 2>&1 &
slurmd=$!

i=0
until [ "$(sinfo --noheader --format=%t 2> /dev/null)" = idle ]; do
    i=$((i + 1))
    if [ $i -gt 300 ] || ! kill -0 $slurmd 2> /dev/null || ! kill -0 $slurmctld 2> /dev/null; then
        grep -h 'error\|fatal' "$dir"/*.out
        stop
        exit 1
    fi
    sleep 0.1
done
echo ready
cat > /dev/null
stop
