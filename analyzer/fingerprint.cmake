# cmake -DOUT=header -DSOURCES=a;b -P fingerprint.cmake
# Writes a header with a hash of the sources that decide what facts say: cached facts of another walk are not reused,
# and all programs of one build share theirs.
set(all "")
foreach(source IN LISTS SOURCES)
  file(SHA256 "${source}" one)
  string(APPEND all "${one}")
endforeach()
string(SHA256 fingerprint "${all}")
string(SUBSTRING "${fingerprint}" 0 16 fingerprint)
file(CONFIGURE OUTPUT "${OUT}" CONTENT "#define TOUCHGRAPH_WALK_FINGERPRINT \"${fingerprint}\"\n" @ONLY)
