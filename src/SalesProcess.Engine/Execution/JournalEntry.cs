namespace SalesProcess.Engine.Execution;

/// <summary>One thing that happened to one activity. Elsa's execution log and activity records are projections of these.</summary>
/// <param name="Sequence">Counts up over the whole life of the instance.</param>
/// <param name="RecordId">The activity's record; all entries of one execution share it.</param>
/// <param name="ParentRecordId">The record of the activity that scheduled it.</param>
/// <param name="Event">Started, Suspended, Resumed, Completed, Canceled, Faulted.</param>
/// <param name="Outcomes">On Completed, if the activity named any.</param>
/// <param name="Inputs">On Started and Resumed: the evaluated inputs.</param>
/// <param name="Outputs">On Completed: what the activity gave out.</param>
/// <param name="Message">On Faulted: why.</param>
public sealed record JournalEntry(
    long Sequence,
    string RecordId,
    string? ParentRecordId,
    string ActivityId,
    string NodeId,
    string ActivityType,
    string Event,
    DateTimeOffset At,
    IReadOnlyList<string>? Outcomes = null,
    IReadOnlyDictionary<string, object?>? Inputs = null,
    IReadOnlyDictionary<string, object?>? Outputs = null,
    string? Message = null);
