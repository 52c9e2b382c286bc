# Read by ./milena and by scripts here: where a JDK 25 is (the code's own; Maven may run on an older one).

# A JDK says its version in its release file, which is quicker to read than to start it.
is_jdk_25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] &&
    grep -q '^JAVA_VERSION="25[".]' "$1/release"
}

find_jdk() {
  on_path=$(command -v java 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    on_path=${on_path%/bin/java}
  fi
  mac=
  if [ -x /usr/libexec/java_home ]; then
    mac=$(/usr/libexec/java_home -v 25 2>/dev/null || true)
  fi
  for candidate in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "$on_path" "$mac" \
    /usr/lib/jvm/* /usr/java/* /usr/local/java/* /usr/local/jdk* /opt/*jdk* /opt/java/* /opt/jvm/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  return 1
}
