# Finds a Java that Sluice runs on; scripts in this folder source it. Defines $java.

java=java
for home in "${SLUICE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -x "$home/bin/java" ] && [ "$("$home/bin/java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/.*java.specification.version = //p')" -ge 21 ] 2> /dev/null; then
    java=$home/bin/java
    break
  fi
done
