#include "features/depots/store.hpp"

namespace kpa::depots {
namespace {

template <Level level>
db::Columns<Place<level>> answered_columns() {
  using P = Place<level>;
  return written_columns<P, level>().column("id", &P::id).column("version", &P::version);
}

}  // namespace
}  // namespace kpa::depots

using kpa::depots::Level;
using kpa::depots::NewPlace;
using kpa::depots::Place;

template <>
const kpa::db::Columns<NewPlace<Level::zone>>& kpa::db::columns() {
  static const auto made = depots::written_columns<NewPlace<Level::zone>, Level::zone>();
  return made;
}
template <>
const kpa::db::Columns<NewPlace<Level::division>>& kpa::db::columns() {
  static const auto made = depots::written_columns<NewPlace<Level::division>, Level::division>();
  return made;
}
template <>
const kpa::db::Columns<NewPlace<Level::depot>>& kpa::db::columns() {
  static const auto made = depots::written_columns<NewPlace<Level::depot>, Level::depot>();
  return made;
}
template <>
const kpa::db::Columns<Place<Level::zone>>& kpa::db::columns() {
  static const auto made = depots::answered_columns<Level::zone>();
  return made;
}
template <>
const kpa::db::Columns<Place<Level::division>>& kpa::db::columns() {
  static const auto made = depots::answered_columns<Level::division>();
  return made;
}
template <>
const kpa::db::Columns<Place<Level::depot>>& kpa::db::columns() {
  static const auto made = depots::answered_columns<Level::depot>();
  return made;
}

namespace kpa::depots {
namespace {

const Store<Level::zone> zones;
const Store<Level::division> divisions;
const Store<Level::depot> depots_of_divisions;

}  // namespace

template <>
const Store<Level::zone>& store<Level::zone>() {
  return zones;
}
template <>
const Store<Level::division>& store<Level::division>() {
  return divisions;
}
template <>
const Store<Level::depot>& store<Level::depot>() {
  return depots_of_divisions;
}

}  // namespace kpa::depots
