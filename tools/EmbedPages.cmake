# Writes OUTPUT, a C++ source with the text of every docs/checks/TG*.md below DOCS: `cmake -DDOCS=… -DOUTPUT=… -P`.
file(GLOB pages "${DOCS}/TG*.md")
list(SORT pages)
set(rows "")
set(count 0)
foreach(page IN LISTS pages)
  get_filename_component(code "${page}" NAME_WE)
  file(READ "${page}" text)
  string(APPEND rows "    {\"${code}\", R\"touchgraph(${text})touchgraph\"},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE "${OUTPUT}.tmp"
"namespace touchgraph {\nstruct Page {\n  const char* code;\n  const char* text;\n};\nextern const Page kPages[];\nextern const unsigned kPageCount;\nconst Page kPages[] = {\n${rows}    {nullptr, nullptr}};\nconst unsigned kPageCount = ${count};\n}  // namespace touchgraph\n")
file(RENAME "${OUTPUT}.tmp" "${OUTPUT}")
