sf-ingest --synthetic --bars 5 | sf-features sma:2 sma:3 | sf-detect sma_cross:2,3 | sf-strategy
