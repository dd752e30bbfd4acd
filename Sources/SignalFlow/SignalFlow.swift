// This target is its catalog, SignalFlow.docc: what SignalFlow is, for those who use it.
