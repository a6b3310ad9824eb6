# expect: exception | can't start new thread
import threading
import time

for _ in range(1000):
    threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
answer = threading.active_count()
