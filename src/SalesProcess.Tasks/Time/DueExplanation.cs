namespace SalesProcess.Tasks;

/// <summary>How a due time came about: every piece of time that was counted, and every day that was not.</summary>
/// <param name="From">When counting began; for working time the first working moment.</param>
/// <param name="Counted">The pieces whose sum is what was allowed.</param>
/// <param name="Skipped">The days between that did not count.</param>
/// <param name="Unknown">Years of which the calendar names no holiday: there every weekday counted.</param>
public sealed record DueExplanation(
    DateTimeOffset From, DateTimeOffset DueAt, IReadOnlyList<CountedTime> Counted, IReadOnlyList<SkippedDay> Skipped, IReadOnlyList<int> Unknown);

/// <summary>A piece of time that counted.</summary>
/// <param name="Minutes">Its length; fractions are possible.</param>
/// <param name="Days">For a number of working days: how many of them it is.</param>
public sealed record CountedTime(DateTimeOffset From, DateTimeOffset To, double Minutes, int? Days = null)
{
    internal static CountedTime Between(DateTimeOffset from, DateTimeOffset to) => new(from, to, (to - from).TotalMinutes);

    /// <summary>What is left of it if the clock stood still for a while: the piece before and the piece after.</summary>
    internal IEnumerable<CountedTime> Without(ClockStop stop)
    {
        if (stop.To <= From || stop.From >= To)
        {
            yield return this;
            yield break;
        }

        if (stop.From > From)
        {
            yield return Between(From, stop.From);
        }

        if (stop.To < To)
        {
            yield return Between(stop.To, To);
        }
    }
}

/// <summary>A day that did not count, and why: <c>holiday</c> or <c>day-off</c>.</summary>
public sealed record SkippedDay(DateOnly Date, string Reason);
