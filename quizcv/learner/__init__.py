"""What a learner's history says: statistics, and the plan up to an interview."""
