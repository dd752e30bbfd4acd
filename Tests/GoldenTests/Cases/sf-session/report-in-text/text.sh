sf-ingest x.csv |
  sf-strategy --exit tp_sl | sf-report
