namespace SalesProcess.Tasks;

/// <summary>What a task is for somebody. The numbers are stored.</summary>
public enum Box
{
    /// <summary>Open, he sees it, and it needs somebody to look after it as soon as it is due.</summary>
    Open = 1,

    /// <summary>Completed or closed, and he sees it.</summary>
    Closed = 2,

    /// <summary>Open, and of his team or of the people he manages.</summary>
    Team = 3,

    /// <summary>Open and nobody's, and he may take it.</summary>
    Available = 4,

    /// <summary>Open, and he has it.</summary>
    Mine = 5,

    /// <summary>He completed it.</summary>
    Done = 6,

    /// <summary>Of <see cref="OpenApart"/> what needs somebody to look after it, now or later: in the order of when.</summary>
    Attention = 7,

    /// <summary>Open, he sees it, and it needs somebody to look after it at another time than when it is due, or never.</summary>
    OpenApart = 8,
}

/// <summary>What the tasks of a box are ordered by. The numbers are stored.</summary>
public enum BoxOrder
{
    /// <summary>Any order that the box is kept in.</summary>
    Kept = 0,

    /// <summary>When it is due; what is never due comes last.</summary>
    Due = 1,

    /// <summary>The highest priority first, then when it is due.</summary>
    Priority = 2,

    Created = 3,

    Updated = 4,

    /// <summary>Only what rests until a time: by that time.</summary>
    Wakes = 5,
}

/// <summary>Who finds a task in a box: the members of groups and single people.</summary>
/// <param name="Excluded">People who do not find it there, though they belong to one of the groups.</param>
public sealed record BoxEntry(Box Box, IReadOnlySet<string> Groups, IReadOnlySet<string> People, IReadOnlySet<string> Excluded)
{
    /// <summary>Whoever sees everything finds it there.</summary>
    public bool IsForEverything => Box is Box.Open or Box.OpenApart or Box.Closed or Box.Attention;
}
