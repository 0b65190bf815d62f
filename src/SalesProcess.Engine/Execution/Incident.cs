namespace SalesProcess.Engine.Execution;

/// <summary>The definition or its data is at fault: what happened, where. The instance can be retried.</summary>
/// <param name="IsStuck">Nothing failed, but nothing can wake the instance any more: it waits for a person to cancel it.</param>
public sealed record Incident(string ActivityId, string NodeId, string ActivityType, string RecordId, string Message, DateTimeOffset At, bool IsStuck = false);
