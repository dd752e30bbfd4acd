#include "CPageAssets.h"

static const unsigned char style[] = {
#embed "Assets/page.css"
};

static const unsigned char script[] = {
#embed "Assets/dom.js"
,
#embed "Assets/numbers.js"
,
#embed "Assets/integers.js"
,
#embed "Assets/series.js"
,
#embed "Assets/viewport.js"
,
#embed "Assets/plot.js"
,
#embed "Assets/timechart.js"
,
#embed "Assets/gestures.js"
,
#embed "Assets/overview.js"
,
#embed "Assets/equity.js"
,
#embed "Assets/candles.js"
,
#embed "Assets/price.js"
,
#embed "Assets/bars.js"
,
#embed "Assets/roundtrips.js"
,
#embed "Assets/triptable.js"
,
#embed "Assets/signals.js"
,
#embed "Assets/sweep.js"
,
#embed "Assets/parallel.js"
,
#embed "Assets/controls.js"
};

struct page_text page_style(void) { return (struct page_text){style, sizeof style}; }

struct page_text page_script(void) { return (struct page_text){script, sizeof script}; }
