#include "core/observe/process_metrics.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>
namespace kpa::observe {
namespace {

/// The fields of /proc/self/stat after the program's name, which may contain spaces; the first is number 3
/// (state).
std::vector<std::string> stat_fields() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  std::istringstream rest(line.substr(std::min(line.size(), line.rfind(')') + 1)));
  std::vector<std::string> fields;
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

/// Field `number` in the numbering of proc(5); 0 without /proc.
double stat(std::size_t number) {
  const auto fields = stat_fields();
  return number - 3 < fields.size() ? std::stod(fields[number - 3]) : 0;
}

double ticks_per_second() { return static_cast<double>(::sysconf(_SC_CLK_TCK)); }

double resident_bytes() { return stat(24) * static_cast<double>(::sysconf(_SC_PAGESIZE)); }

double virtual_bytes() { return stat(23); }

double threads() { return stat(20); }

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double open_files() {
  std::error_code failed;
  std::filesystem::directory_iterator entries("/proc/self/fd", failed);
  double count = -1;  // opening the directory adds one
  for (; !failed && entries != std::filesystem::directory_iterator(); entries.increment(failed)) ++count;
  return std::max(count, 0.0);
}

double open_files_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

/// When this process started, in seconds since 1970.
double start_time() {
  std::ifstream file("/proc/stat");
  double boot = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("btime ")) boot = std::stod(line.substr(6));
  }
  return boot + stat(22) / ticks_per_second();
}

}  // namespace

void add_process_metrics(Metrics& metrics) {
  using enum MetricKind;
  metrics.collect("process_resident_memory_bytes", "Resident memory", gauge, resident_bytes);
  metrics.collect("process_virtual_memory_bytes", "Virtual memory", gauge, virtual_bytes);
  metrics.collect("process_cpu_seconds_total", "Processor time, user and system", counter, cpu_seconds);
  metrics.collect("process_open_fds", "Open file descriptors", gauge, open_files);
  metrics.collect("process_max_fds", "Limit of open file descriptors", gauge, open_files_limit);
  metrics.collect("process_threads", "Threads", gauge, threads);
  const double started = start_time();
  metrics.collect("process_start_time_seconds", "Start, in seconds since 1970", gauge,
                  [started] { return started; });
}

}  // namespace kpa::observe
