namespace SalesProcess.Engine.Execution;

/// <summary>What one run leaves behind; the shell commits all of it at once.</summary>
/// <param name="State">The state after the run (the object that was handed in, advanced).</param>
/// <param name="Effects">What is to be done outside, in order.</param>
/// <param name="Journal">What happened, in order.</param>
/// <param name="Added">Bookmarks made by this run that still stand.</param>
/// <param name="Removed">Bookmarks that stood before this run and do not any more.</param>
public sealed record RunResult(
    InstanceState State,
    IReadOnlyList<Effect> Effects,
    IReadOnlyList<JournalEntry> Journal,
    IReadOnlyList<Bookmark> Added,
    IReadOnlyList<Bookmark> Removed);
