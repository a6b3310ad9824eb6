# expect[bubblewrap]: exception
open("/dev/shm/planted", "wb").write(bytes(2**20))
answer = 1
