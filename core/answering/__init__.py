"""One Question in, one Reply out: the pipeline, the plan and result caches, and the door to the plant's rows."""
