using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Keys of lists that are read one after the other. An order that no index has, like urgency, is several of them.</summary>
/// <param name="Number">Counts up in the order in which stretches are read; the same stretch has the same number on every page.</param>
/// <param name="From">The first key.</param>
/// <param name="To">The key before which it ends.</param>
internal sealed record BoxStretch(long Number, IReadOnlyList<Box> Boxes, BoxOrder Order, long From, long To, bool Descending = false)
{
    /// <summary>All that lies in boxes, in whatever order it is kept.</summary>
    public static BoxStretch All(IReadOnlyList<Box> boxes) => new(0, boxes, BoxOrder.Kept, 0, long.MaxValue);
}

/// <summary>The orders of boxes as stretches.</summary>
internal static class BoxStretches
{
    /// <summary>What is overdue comes first, then by priority, then by due time; what is closed comes last.</summary>
    public const string Urgency = "urgency";

    public static readonly IReadOnlyList<string> Sorts = ["dueAt", "-dueAt", "priority", "-priority", "createdAt", "-createdAt", "updatedAt", "-updatedAt", Urgency];

    /// <summary>The orders of what needs attention; due is what it needs it since.</summary>
    public static readonly IReadOnlyList<string> AttentionSorts = ["dueAt", "-dueAt", "priority", "-priority", Urgency];

    private const long All = long.MaxValue;
    private const long NotOverdue = 1_000;
    private const long Closed = 2_000;

    public static IEnumerable<BoxStretch> Of(Session session, BoxView view, string sort)
    {
        var boxes = view.Boxes;
        if (view.IsAttention)
        {
            return OfAttention(session, view, sort, BoxKeys.At(view.Now));
        }

        return sort switch
        {
            "dueAt" => [new BoxStretch(0, boxes, BoxOrder.Due, 0, All)],
            // What is never due comes last in both directions.
            "-dueAt" => [new BoxStretch(0, boxes, BoxOrder.Due, 0, BoxKeys.Never, Descending: true), new BoxStretch(1, boxes, BoxOrder.Due, BoxKeys.Never, All, Descending: true)],
            "priority" => BoxLevels.Of(session, view, boxes).Reverse().Select(level => Level(boxes, level, -level)),
            "-priority" => [new BoxStretch(0, boxes, BoxOrder.Priority, 0, All)],
            "createdAt" => [new BoxStretch(0, boxes, BoxOrder.Created, 0, All)],
            "-createdAt" => [new BoxStretch(0, boxes, BoxOrder.Created, 0, All, Descending: true)],
            "updatedAt" => [new BoxStretch(0, boxes, BoxOrder.Updated, 0, All)],
            "-updatedAt" => [new BoxStretch(0, boxes, BoxOrder.Updated, 0, All, Descending: true)],
            Urgency => OfUrgency(session, view, BoxKeys.At(view.Now)),
            _ => throw new InvalidOperationException($"The order '{sort}' was read and is not one of a box."),
        };
    }

    private static IEnumerable<BoxStretch> OfAttention(Session session, BoxView view, string sort, long now) => sort switch
    {
        "dueAt" => [new BoxStretch(0, view.Boxes, BoxOrder.Due, 0, now)],
        "-dueAt" => [new BoxStretch(0, view.Boxes, BoxOrder.Due, 0, now, Descending: true)],
        "priority" => BoxLevels.Of(session, view, view.Boxes).Reverse().Select(level => Level(view.Boxes, level, -level, to: now)),
        _ => BoxLevels.Of(session, view, view.Boxes).Select(level => Level(view.Boxes, level, level, to: now)),
    };

    private static IEnumerable<BoxStretch> OfUrgency(Session session, BoxView view, long now)
    {
        List<Box> open = [.. view.Boxes.Where(box => box is not (Box.Closed or Box.Done))], closed = [.. view.Boxes.Except(open)];
        var levels = open.Count == 0 ? [] : BoxLevels.Of(session, view, open);
        return
        [
            .. levels.Select(level => Level(open, level, level, to: now)),
            .. levels.Select(level => Level(open, level, NotOverdue + level, from: now)),
            .. closed.Count == 0 ? (BoxStretch[])[] : [new BoxStretch(Closed, closed, BoxOrder.Priority, 0, All)],
        ];
    }

    private static BoxStretch Level(IReadOnlyList<Box> boxes, long level, long number, long from = 0, long? to = null) => new(
        number, boxes, BoxOrder.Priority, BoxKeys.Level(level) + from, to is { } until ? BoxKeys.Level(level) + until : BoxKeys.Level(level + 1));
}
