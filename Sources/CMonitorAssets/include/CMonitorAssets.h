#pragma once

#include <stddef.h>

// The texts of the monitor's page, as their files have them.
struct monitor_text {
  const unsigned char *bytes;
  size_t count;
};

struct monitor_text monitor_page(void);
struct monitor_text monitor_style(void);
struct monitor_text monitor_script(void);
