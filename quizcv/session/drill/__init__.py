"""Study and quiz: cards asked one after another."""
