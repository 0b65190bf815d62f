namespace SalesProcess.Tasks;

public enum WorkingUnit
{
    Hours,
    Days,
}

/// <summary>An amount of working time: whole hours or whole days.</summary>
public sealed record WorkingTime(int Amount, WorkingUnit Unit)
{
    public static WorkingTime Days(int days) => new(days, WorkingUnit.Days);

    public static WorkingTime Hours(int hours) => new(hours, WorkingUnit.Hours);
}

/// <summary>A period of work within a day, in local time.</summary>
public sealed record WorkingPeriod(TimeSpan From, TimeSpan To);
