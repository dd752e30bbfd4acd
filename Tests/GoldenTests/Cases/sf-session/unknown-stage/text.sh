sf-ingest x.csv | sf-features sma:5
