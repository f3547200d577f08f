"""Where tasks run. An engine takes a maker of workers and tasks, and yields what the workers return, in any order.

Every worker keeps to one thread, and a task's rows depend on the task alone: engines differ in speed, never in bytes.
"""
