# expect: exception | Operation not permitted
import os

os.setgroups([0])
os.chroot(".")
answer = 1
