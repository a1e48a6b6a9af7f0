"""Study notes into topics: what each line is, which belongs under which, and which make a topic together.

Notes are written in Markdown that no parser was asked about (two spaces under a number, full-width
spaces, `・`), or copied from a web page, where bullets survive and structure doesn't. So lines are read as
people read them: by indentation and by mark. No line is ever dropped: `read_notes` gives each to one topic
or names it as left out.
"""

from bot.packs.notes.topics import Left, Notes, Topic, read_notes

__all__ = ["Left", "Notes", "Topic", "read_notes"]
