# kpa_catalogues(<target>) makes library <target> with kpa::embedded::catalogues(): locales/<language>/kpa.po of every
# language, compiled as <language>.mo. A catalogue with a broken header or broken plural forms stops the build.
find_program(KPA_MSGFMT msgfmt REQUIRED)

function(kpa_catalogues target)
  file(GLOB catalogues CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/locales/*/kpa.po)
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${target}/files)
  file(MAKE_DIRECTORY ${directory})
  set(compiled)
  foreach(catalogue IN LISTS catalogues)
    get_filename_component(language ${catalogue} DIRECTORY)
    get_filename_component(language ${language} NAME)
    add_custom_command(OUTPUT ${directory}/${language}.mo
                       COMMAND ${KPA_MSGFMT} --check -o ${directory}/${language}.mo ${catalogue}
                       DEPENDS ${catalogue} COMMENT "Compiling the catalogue ${language}" VERBATIM)
    list(APPEND compiled ${language}.mo)
  endforeach()
  kpa_embed(${target} catalogues BASE ${directory} FILES ${compiled})
endfunction()
