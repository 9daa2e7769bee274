"""The service: loads, executes and commits; jobs, timers, messages; what pages ask."""
