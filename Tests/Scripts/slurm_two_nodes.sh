#!/usr/bin/env bash
# A cluster of two nodes on this machine: jobs in parts, stopped, requeued and merged, have the bits of one process.
# Needs root and Debian's slurm-wlm; says so in one sentence and ends well where they are not there.
# Usage: slurm_two_nodes.sh PROGRAM [FOLDER]
set -euo pipefail
program=$(realpath "${1:?the program}")
here=$(cd "$(dirname "$0")/../.." && pwd)
if [ "$(id -u)" != 0 ] || ! command -v slurmctld >/dev/null || ! command -v slurmd >/dev/null; then
  echo "slurm: not tried here: it needs root and Debian's slurm-wlm"
  exit 0
fi
work=${2:-$(mktemp -d)}
export SLURM_CONF=$work/slurm.conf OMP_NUM_THREADS=1
daemons=()
finish() {
  for pid in "${daemons[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
mkdir -p "$work"/{spool1,spool2,state,run}
host=$(hostname -s)
cat >"$SLURM_CONF" <<CONF
ClusterName=two
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=36817
AuthType=auth/none
CredType=cred/none
SlurmUser=root
SlurmdUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
KillWait=5
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool-%n
SlurmctldPidFile=$work/run/ctld.pid
SlurmdPidFile=$work/run/%n.pid
SlurmctldLogFile=$work/ctld.log
SlurmdLogFile=$work/%n.log
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=36821 CPUs=1 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=36822 CPUs=1 State=UNKNOWN
PartitionName=all Nodes=n1,n2 Default=YES State=UP
CONF
slurmctld -D >/dev/null 2>&1 & daemons+=($!)
for node in n1 n2; do slurmd -D -N $node >/dev/null 2>&1 & daemons+=($!); done
for _ in $(seq 60); do
  [ "$(sinfo -h -N -t idle -o %N 2>/dev/null | sort -u | wc -l)" = 2 ] && break
  sleep 0.5
done
[ "$(sinfo -h -N -t idle -o %N | sort -u | wc -l)" = 2 ] || { echo "slurm: the nodes do not come up"; cat "$work"/*.log; exit 1; }

golden=$here/Tests/Golden/llama
# The reference corpus again and again, so that there are several blocks.
for round in $(seq "${STEMMA_SLURM_ROUNDS:-60}"); do
  sed "s/\"id\": *\"/&r$round-/" "$golden/corpus.jsonl"
done >"$work/corpus.jsonl"
for name in one parts; do
  "$program" init "$work/$name" --checkpoint "$golden/checkpoint" --corpus "$work/corpus.jsonl" \
    --questions "$golden/questions.jsonl" >/dev/null
done
"$program" compute "$work/one" --threads 1 2>/dev/null

settle() { # waits until no job is left
  for _ in $(seq 240); do
    [ -z "$(squeue -h 2>/dev/null)" ] && return
    sleep 0.5
  done
  squeue; cat "$work"/job-*; exit 1
}
# The whole chain of dependent jobs, in three parts.
"$program" cluster "$work/parts" --slurm 3 -- --threads 1 >"$work/submit.sh"
cd "$work"
sh submit.sh --output="$work/job-%x-%A-%a" >"$work/jobs"
# While the chain runs, tasks of its arrays are asked to save and stop, or requeued: CONT, TERM, and begun anew.
asked=0
requeued=0
for _ in $(seq 200); do
  running=$(squeue -h -r -t running -o '%i %j' | grep -E 'covariances|eigen|steps|scores' | head -1 || true)
  if [ -n "$running" ]; then
    id=${running%% *}
    if [ $asked -le $requeued ]; then
      scancel --signal=USR1 --batch "$id" 2>/dev/null && asked=$((asked + 1)) || true
    else
      scontrol requeue "$id" 2>/dev/null && requeued=$((requeued + 1)) || true
    fi
    [ $requeued -ge 2 ] && break
  fi
  [ -z "$(squeue -h)" ] && break
  sleep 0.1
done
settle
# What was asked to stop is missing: the same script once more, as a person would, ends the run.
for _ in 1 2 3; do
  [ -e "$work/parts/.stemma/parts/plan.json" ] || break
  sh submit.sh --output="$work/job-%x-%A-%a" >>"$work/jobs"
  settle
done
for name in one parts; do "$program" export "$work/$name" --scores "$work/$name.safetensors" >/dev/null; done
cmp "$work/one.safetensors" "$work/parts.safetensors" || { cat "$work"/job-*; exit 1; }
diff -r "$work/one/.stemma/index" "$work/parts/.stemma/index"
echo "slurm: two nodes, three parts, $asked asked to save and $requeued requeued: the scores of one process, bit for bit"
