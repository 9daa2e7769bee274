from benchmarks.peers import comparison

comparison.main()
