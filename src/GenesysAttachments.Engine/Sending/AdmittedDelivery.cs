namespace GenesysAttachments.Engine.Sending;

/// <summary>A delivery that has its place in the order of its conversation.</summary>
public sealed class AdmittedDelivery
{
    internal AdmittedDelivery(Delivery delivery, Lanes.Ticket ticket) => (Delivery, Ticket) = (delivery, ticket);

    /// <summary>The delivery.</summary>
    public Delivery Delivery { get; }

    internal Lanes.Ticket Ticket { get; }
}
