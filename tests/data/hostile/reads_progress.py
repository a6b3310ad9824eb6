# expect[bubblewrap]: exception | unable to open database file
# expect[process]: value | 0
import sqlite3

answer = sqlite3.connect(f"file:{home}/progress.sqlite?mode=ro", uri=True).total_changes
