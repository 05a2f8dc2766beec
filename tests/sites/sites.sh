# Every call that hands SQL to a library is in the effects: the sites that touchgraph lists are those that list_sites
# finds, place by place, in programs of every modelled library.
source "$(dirname "$0")/../cli/common.sh"

# unit DIR FILE FLAGS…: a compile database of one unit.
unit() {
  local dir=$1 file=$2
  shift 2
  mkdir -p "$dir"
  printf '[{"directory": "%s", "file": "%s", "command": "clang++ %s -c %s"}]\n' "$scratch" "$file" "$*" "$file" \
    >"$dir/compile_commands.json"
}

# same_sites NAME BUILD_DIR AT_LEAST: both lists for the project in the working directory.
same_sites() {
  local name=$1 build=$2 least=$3
  "$TOUCHGRAPH" effects -p "$build" --sites >sites 2>err || fail "$name: effects --sites"
  "$LIST_SITES" "$build" "$PWD" >listed 2>err || fail "$name: list_sites"
  LC_ALL=C sort listed >out
  sed -E 's/^(.*:[0-9]+:[0-9]+): (resolved|declared|unresolved|never executed): (.*) \([^(]*\) in .*$/\1 \3/' sites |
    LC_ALL=C sort >accounted
  diff accounted out >difference || { cp difference err; fail "$name: < only touchgraph, > only the matchers"; }
  [[ $(wc -l <out) -ge $least ]] || fail "$name: fewer than $least sites"
  # The statistics are the same sites, counted.
  local counted
  counted=$("$TOUCHGRAPH" effects -p "$build" --stats 2>/dev/null | awk 'END { print $(NF-4) + 0 }' FS='  +')
  [[ $counted == "$(wc -l <sites)" ]] || fail "$name: --stats counts $counted"
}

# --- the ten programs of the conformance suite, each against its real header
cp -r "$CONFORMANCE" conformance
cd conformance || exit 1
echo 'schema: schema.sql' >.touchgraph.yaml
qt=/usr/include/$(gcc -print-multiarch)/qt5
declare -A flags=(
  [sqlite3]=-std=c++20 [sqlitecpp]=-std=c++20 [soci]=-std=c++17 [libpqxx]=-std=c++17 [poco]=-std=c++20
  [mysqlconnector]=-std=c++20 [odbc]=-std=c++20 [libpq]="-std=c++20 -isystem /usr/include/postgresql"
  [mysql]="-std=c++20 -isystem /usr/include/mariadb"
  [qtsql]="-std=c++20 -fPIC -isystem $qt -isystem $qt/QtCore -isystem $qt/QtSql"
)
for program in *.cpp; do
  name=${program%.cpp}
  [[ -n ${flags[$name]:-} ]] || fail "no flags for $program"
  unit "build/$name" "$PWD/$program" "${flags[$name]}"
  same_sites "$name" "build/$name" 12
done
cd ..

# --- the shop
mkdir -p fixtures/apps
cp -r "$SHOP" fixtures/apps/shop
ln -s "$INCLUDE" include
cd fixtures/apps/shop || exit 1
cmake -S . -B build -G Ninja -DCMAKE_CXX_COMPILER="$COMPILER" -DCMAKE_CXX_COMPILER_LAUNCHER= >/dev/null || exit 1
same_sites shop build 20
cd "$scratch" || exit 1

# --- Qt's own examples, as Debian ships them: code that never heard of this
examples=/usr/lib/$(gcc -print-multiarch)/qt5/examples/sql
if [[ -d $examples ]] && command -v qmake >/dev/null; then
  cp -r "$examples" qt
  cd qt || exit 1
  echo '# Qt' >.touchgraph.yaml
  # Those that differ most in how they use Qt.
  for name in books querymodel relationaltablemodel sqlbrowser; do
    (cd "$name" && qmake -qt=5 -o Makefile ./*.pro && make -s compiler_uic_make_all compiler_moc_header_make_all \
      compiler_moc_source_make_all compiler_rcc_make_all) >"$name.log" 2>&1 || fail "qmake in $name"
    make -C "$name" --no-print-directory -n -B 2>/dev/null | sed -n 's/\\$//; /^g++ -c /p' |
      grep -Ev '/?(moc|qrc)_[a-z]+\.cpp' |
      awk -v dir="$PWD/$name" '
        function json(text) { gsub(/\\/, "\\\\", text); gsub(/"/, "\\\"", text); return "\"" text "\"" }
        BEGIN { printf "[" }
        { printf "%s\n {\"directory\": %s, \"command\": %s, \"file\": %s}", (NR > 1 ? "," : ""), json(dir), json($0), json($NF) }
        END { print "\n]" }' >"$name/compile_commands.json"
    same_sites "qt/$name" "$name" 10
  done
else
  echo "Qt's SQL examples are not installed: left out" >&2
fi
finish
