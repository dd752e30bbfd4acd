sf-ingest "$1" | sf-report
