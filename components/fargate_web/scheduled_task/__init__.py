"""The scheduled task: a task that EventBridge Scheduler starts."""
