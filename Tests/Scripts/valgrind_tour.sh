#!/bin/sh
# A tour through every screen under Valgrind, drawn off the screen and then on a terminal. Ends with 0 if
# there was no memory error.
#
#   Tests/Scripts/valgrind_tour.sh [WORKSPACE]
#
# WORKSPACE must be computed; without one a copy of the sample is scored first (about a minute). Needs the
# built program, and Debian's valgrind, binutils and bsdutils.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$root/.build/release/stemma
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The tour leaves stars behind, so it walks through a copy.
workspace=$scratch/workspace
cp -r "${1:-$root/SampleData}" "$workspace"
if [ $# = 0 ]; then
  rm -rf "$workspace/.stemma"
  "$program" compute "$workspace" >"$scratch/compute.log" 2>&1
fi

# Valgrind 3.19 cannot read the compiler's debugging information and stops; names of functions are kept.
strip --strip-debug -o "$scratch/stemma" "$program"
# The Swift runtime tests bytes of a type's layout before they are all set; it is not in this project.
cat >"$scratch/runtime.supp" <<'END'
{
   layout-of-types
   Memcheck:Cond
   fun:swift_initStructMetadata
}
{
   layout-of-cases
   Memcheck:Cond
   fun:swift_initEnumMetadataMultiPayload
}
# The compiler keeps an event's case in the upper five bits of a byte whose lower three are the payload's, and
# compares the whole byte with 18 << 3: the outcome does not hang on the lower bits, which may be unset.
{
   case-of-an-event
   Memcheck:Value8
   fun:$s8Explorer0A5StateV6reduceySayAA6EffectOGAA5EventOF
}
END
# Valgrind knows no AVX-512, which OpenBLAS might choose.
export OPENBLAS_CORETYPE=Haswell OPENBLAS_NUM_THREADS=1
export HOME="$scratch" XDG_STATE_HOME="$scratch/state" XDG_CONFIG_HOME="$scratch/config"
mkdir -p "$scratch/config/stemma"
printf 'star: "*"\nstrr: x\nquit: [Q, Ctrl-X]\n' >"$scratch/config/stemma/keys.yaml"
printf 'theme: Ember\nkeys: arrows\n' >"$scratch/config/stemma/config.yaml"

tour="Down Down Enter Down Enter Down G g g f c f + F V S f e t y p e Space i n Space ( c o d e ) Enter F
/ t h e Enter n N Enter J K a A t h t n w W Esc c Down c 3 Tab = u x j A Esc 4 ] [ j l Enter 4 5 e W h y Esc
6 j P P 1 ? s t a r Esc Ctrl-P t h e m e Esc i Esc T Down Down Enter ! Esc z z t p t b W m y i y t o r o i"
tour=$(echo "$tour" | tr '\n' ' ')

check() {
  valgrind --quiet --error-exitcode=99 --num-callers=20 --suppressions="$scratch/runtime.supp" \
    --log-file="$scratch/$1.log" "$scratch/stemma" explore "$workspace" --no-engine --fresh "$2" "$3" \
    -c ":press $tour" -c ':session save tour' -c ':session load tour' -c ":write $scratch/rows.csv" \
    -c ":save-display $scratch/screen.txt" -c ':quit'
}

verdict() {
  cat "$scratch/$1"*.log | grep -v 'unhandled dwarf2' || true
  if [ "$2" = 0 ]; then echo "$1: no memory error"; else echo "$1: ended with $2"; failed=1; fi
}

failed=0
for size in 120x36 80x24 44x12; do
  status=0
  check "off-screen-$size" --size "$size" </dev/null >"$scratch/off-screen.txt" || status=$?
  verdict "off-screen-$size" "$status"
done

# The same in a terminal of its own, with ncurses, the waiting parent and the worker's threads; the program starts
# itself anew there, and Valgrind follows.
cat >"$scratch/on-terminal" <<END
stty rows 36 cols 120
exec valgrind --quiet --trace-children=yes --error-exitcode=99 --num-callers=20 \
  --suppressions="$scratch/runtime.supp" --log-file="$scratch/terminal.%p.log" "$scratch/stemma" explore "$workspace" --no-engine --fresh \
  -c ":press $tour" -c ':session save tour' -c ':session load tour' -c ':save-display $scratch/screen.txt' -c ':quit'
END
status=0
TERM=xterm-256color script -q -e -c "sh $scratch/on-terminal" /dev/null </dev/null >"$scratch/terminal.txt" || status=$?
verdict terminal "$status"
exit "$failed"
