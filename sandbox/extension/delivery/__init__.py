"""What EventBridge and EventBridge Scheduler share: calling a target, trying again, giving up."""
