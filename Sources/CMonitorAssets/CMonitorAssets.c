#include "CMonitorAssets.h"

static const unsigned char page[] = {
#embed "Assets/monitor.html"
};

static const unsigned char style[] = {
#embed "Assets/monitor.css"
};

static const unsigned char script[] = {
#embed "Assets/monitor.js"
};

struct monitor_text monitor_page(void) { return (struct monitor_text){page, sizeof page}; }

struct monitor_text monitor_style(void) { return (struct monitor_text){style, sizeof style}; }

struct monitor_text monitor_script(void) { return (struct monitor_text){script, sizeof script}; }
