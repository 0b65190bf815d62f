namespace SalesProcess.Tasks;

public enum TaskTimerKind
{
    Reminder,
    Escalation,
}

/// <summary>Something that happens to a task by itself, once.</summary>
/// <param name="When">As the definition says it (see <see cref="StepTime"/>).</param>
/// <param name="At">When that is as things are; null while there is no due time to count from.</param>
/// <param name="FiredAt">When it happened.</param>
/// <param name="To">The person or group to escalate to; null for the next in line.</param>
/// <param name="Raise">By how much an escalation raises the priority.</param>
public sealed record TaskTimer(TaskTimerKind Kind, string When, DateTimeOffset? At = null, DateTimeOffset? FiredAt = null, string? To = null, int Raise = 0);

/// <summary>One step of an escalation, as a definition gives it.</summary>
/// <param name="After">See <see cref="StepTime"/>.</param>
public sealed record EscalationStep(string After, string? To, int Raise);

/// <summary>A time in which the clock of a task stood still, because the customer was waited for.</summary>
public sealed record ClockStop(DateTimeOffset From, DateTimeOffset To);
