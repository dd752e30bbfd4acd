# Twenty days of hours; nobody kills a stage, there are no quotes and no filters.
sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT,SOLUSDT --bars 480 --interval 1h --seed 14 |
  sf-features sma:3 sma:9 | sf-detect sma_cross:3,9 |
  sf-strategy --fee 0.0001 --exit tp_sl:take_profit_pct=0.02,stop_loss_pct=0.01 |
  sf-risk --rule drawdown --rule daily_loss |
  sf-broker virtual
