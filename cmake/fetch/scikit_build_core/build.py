from fetch_only import *  # noqa: F403
