namespace SalesProcess.Tasks.Staffing;

/// <summary>One person's part in a definition: a task, or one vote of an approval.</summary>
/// <param name="Task">The name of its task.</param>
/// <param name="Who">Whom the definition names, for people to read.</param>
/// <param name="People">Who of the directory could do it, were he alone.</param>
internal sealed record Slot(int Number, string Task, string Who, IReadOnlyList<string> People);

/// <summary>The parts of one activity. Different people do them.</summary>
/// <param name="Dispensable">How many of them may be left out: votes that the quorum does not need.</param>
/// <param name="ApartFrom">The names of the tasks whose people must be others.</param>
/// <param name="NotInitiator">Nor whoever started the deal.</param>
internal sealed record Part(string NodeId, string ActivityId, string Task, IReadOnlyList<Slot> Slots, int Dispensable, IReadOnlyList<string> ApartFrom, bool NotInitiator);
