"""Community dialogue: many people say a sentence, everybody votes on others' sentences, and what all share is shown."""
