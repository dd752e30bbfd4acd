#pragma once

#include <stddef.h>

// The texts of a page, as their files have them.
struct page_text {
  const unsigned char *bytes;
  size_t count;
};

struct page_text page_style(void);

// One script: the files in the order in which they build on each other.
struct page_text page_script(void);
