#include "core/i18n/speech.hpp"

namespace kpa::i18n {
namespace {

struct State {
  Language language = Language::english;
  bool said_something = false;
};
thread_local State state;

}  // namespace

Speech::Speech(Language language) { state = {.language = language}; }
Speech::~Speech() { state = {}; }

bool Speech::said_something() const { return state.said_something; }

Language speak() {
  state.said_something = true;
  return state.language;
}

}  // namespace kpa::i18n
