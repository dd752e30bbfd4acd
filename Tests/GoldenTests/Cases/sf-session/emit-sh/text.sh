sf-ingest x.csv | sf-features sma:5 | ./mine.py '{market}'
