# options NAMES ARGUMENT…: makes a variable of each --NAME VALUE, for the names in the list; anything else prints the comment at
# the head of the script and ends it.
options() {
  local names=$1
  shift
  while [ $# -gt 0 ]; do
    if [ $# -lt 2 ] || [[ " $names " != *" ${1#--} "* ]]; then
      sed -n '2,/^[^#]/s/^#\( \|$\)//p' "$0" >&2
      exit 2
    fi
    printf -v "${1#--}" %s "$2"
    shift 2
  done
}
