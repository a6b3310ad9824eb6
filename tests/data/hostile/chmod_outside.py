# expect[bubblewrap]: exception
# expect[process]: value | 1
import os

os.chmod(f"{home}/progress.sqlite", 0o640)
answer = 1
