#!/bin/sh
# Measures the codecs and decisions of the hot path (module microbench) on two commits, on this
# machine in one run, and prints them side by side: what is slower or allocates more is seen before
# it is merged. The benchmarks are this checkout's on both sides.
#
#   etc/microbench.sh                   the checkout as it stands beside the commit before HEAD
#   etc/microbench.sh v0.1.0            beside another
#   etc/microbench.sh HEAD~1 Shaper     only benchmarks whose name has that in it
#
# Times are of one thread; a quiet machine is assumed. Takes about 3 minutes for each side.
set -eu

case ${1:-} in -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
home=$(cd "$(dirname "$0")/.." && pwd)
before=$(git -C "$home" rev-parse --verify "${1:-HEAD~1}^{commit}")
only=${2:-.}
. "$home/etc/jdk.sh"
jdk=$(find_jdk) || { echo "needs a JDK 25: set JAVA_HOME to one, or install it" >&2; exit 1; }
work=$(mktemp -d)
trap 'git -C "$home" worktree remove --force "$work/before" 2>/dev/null; rm -rf "$work"' EXIT INT TERM
# Compiles a tree, and lets JMH write its harness for the benchmarks in it.
prepare() {
  tree=$1 name=$2
  (cd "$tree" && JAVA25_HOME=$jdk mvn -q -Dquick -DskipTests -pl microbench -am test-compile \
    dependency:build-classpath -Dmdep.outputFile="$work/$name.path" -Dmdep.includeScope=test >"$work/$name.log" 2>&1) ||
    { cat "$work/$name.log" >&2; exit 1; }
  classes=$tree/microbench/target/test-classes:$(cat "$work/$name.path")
  mkdir -p "$work/$name/sources" "$work/$name/classes"
  "$jdk/bin/java" -cp "$classes" org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator \
    "$tree/microbench/target/test-classes" "$work/$name/sources" "$work/$name/classes" default >"$work/$name.log" 2>&1
  find "$work/$name/sources" -name '*.java' >"$work/$name.files"
  "$jdk/bin/javac" -nowarn -proc:none -cp "$classes" -d "$work/$name/classes" @"$work/$name.files"
  echo "$work/$name/classes:$classes" >"$work/$name.run"
}

measure() {
  echo "$1 ..." >&2
  "$jdk/bin/java" -cp "$(cat "$work/$1.run")" org.openjdk.jmh.Main "$only" \
    -f 2 -wi 3 -w 1 -i 5 -r 1 -prof gc -rf csv -rff "$work/$1.csv" >"$work/$1.log" 2>&1 ||
    { tail -20 "$work/$1.log" >&2; exit 1; }
}

git -C "$home" worktree add --quiet --detach "$work/before" "$before"
rm -rf "$work/before/microbench"
cp -R "$home/microbench" "$work/before/microbench"
rm -rf "$work/before/microbench/target"
cp "$home/pom.xml" "$work/before/pom.xml"
prepare "$work/before" before
prepare "$home" now
measure before
measure now

awk -F, -v before="$(git -C "$home" rev-parse --short "$before")" '
  function name(text) { gsub(/"/, "", text); sub(/^.*micro\.|^.*shape\./, "", text); return text }
  $1 ~ /:/ && $1 !~ /gc.alloc.rate.norm"?$/ { next }
  FNR == 1 { side++; next }
  { text = name($1); sub(/:.*$/, "", text)
    kind = ($1 ~ /:/) ? "bytes" : "ns"
    value[text, kind, side] = $5; error[text, kind, side] = $6
    if (kind == "ns" && side == 2) order[++count] = text }
  END {
    printf "%-36s %12s %12s %7s %9s %9s\n", "", before " ns", "now ns", "ratio", "before B", "now B"
    for (i = 1; i <= count; i++) { t = order[i]
      printf "%-36s %12.1f %12.1f %7.2f %9.0f %9.0f%s\n", t, value[t, "ns", 1], value[t, "ns", 2],
        value[t, "ns", 1] ? value[t, "ns", 2] / value[t, "ns", 1] : 0,
        value[t, "bytes", 1], value[t, "bytes", 2],
        (value[t, "ns", 2] - error[t, "ns", 2] > value[t, "ns", 1] + error[t, "ns", 1]) ? "  slower" : "" }
  }' "$work/before.csv" "$work/now.csv"
